package dev.hearth.dispatcher.console.images;

import dev.hearth.dispatcher.api.Things;
import dev.hearth.dispatcher.console.frame.Visit;
import dev.hearth.dispatcher.images.ImageCatalog;
import dev.hearth.dispatcher.images.RepositoryView;
import dev.hearth.dispatcher.people.Permission;

/** Finds the repository that a page's address names, for who may do something with it. */
record Repositories(Things things, ImageCatalog catalog) {
  /**
   * @throws dev.hearth.dispatcher.RefusedException if there is none, or they may not
   */
  RepositoryView require(Visit visit, Permission permission) {
    String path = visit.path("repository");
    things.requireRepository(visit.who(), permission, path);
    return catalog.find(path).orElseThrow(() -> Things.absentRepository(path));
  }
}
