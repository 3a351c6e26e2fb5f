package dev.hearth.dispatcher.console.farm;

import dev.hearth.dispatcher.console.activity.ActivityList;

/** What was done on the farm. */
public record FarmActivityPage(ActivityList activity) {}
