package dev.hearth.dispatcher.projects;

/** What is known of a project just now. */
public sealed interface ProjectLookup {
  record Found(Project project) implements ProjectLookup {}

  /** There is none of that id any more. */
  record Deleted() implements ProjectLookup {}

  /** It may have been made a moment ago at another dispatcher, and the database can't be asked. */
  record Unsure() implements ProjectLookup {}
}
