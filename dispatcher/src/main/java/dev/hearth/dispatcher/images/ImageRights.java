package dev.hearth.dispatcher.images;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.doorman.RepositoryNames;
import dev.hearth.dispatcher.people.Access;
import dev.hearth.dispatcher.people.Permission;
import dev.hearth.dispatcher.people.Principal;
import dev.hearth.dispatcher.people.Scope;
import dev.hearth.dispatcher.people.Thing;

/** Whether somebody may do something with a repository. What they may not see is not there. */
public record ImageRights(Access access, KnownRepositories known) {
  /**
   * @throws RefusedException if there is no such repository for them, or they may not
   */
  public Thing.Repository require(Principal who, Permission what, String path) {
    if (!RepositoryNames.isName(path) || RepositoryNames.isOwn(path)) {
      throw absent(path);
    }
    Thing.Repository thing = known.thing(path);
    if (access.may(who, what, thing)) {
      return thing;
    }
    boolean visible = access.may(who, Permission.SEE, thing) || isOpenTo(who, path);
    if (!visible) {
      throw absent(path);
    }
    if (what == Permission.SEE) {
      return thing;
    }
    throw Access.forbidden(who, what, thing);
  }

  private boolean isOpenTo(Principal who, String path) {
    return who.has(Scope.READ_API) && known.isPublic(path);
  }

  /** What is said of a repository that is not there, or not for who asks. */
  public static RefusedException absent(String path) {
    return Access.absent("repository " + path.replaceAll("[^A-Za-z0-9._/:-]", "?"));
  }
}
