package dev.hearth.dispatcher.console.images;

import dev.hearth.dispatcher.console.activity.ActivityList;

/** What was done with a repository. */
public record RepositoryActivityPage(RepositoryHead head, ActivityList activity) {}
