package dev.hearth.dispatcher.console.projects;

import dev.hearth.dispatcher.console.activity.ActivityList;

/** What was done with a project. */
public record ActivityPage(ProjectHead head, ActivityList activity) {}
