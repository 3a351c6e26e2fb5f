package dev.hearth.dispatcher.images;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.people.Permission;
import dev.hearth.dispatcher.people.Principal;
import dev.hearth.dispatcher.people.Thing;
import dev.hearth.dispatcher.people.Trail;
import dev.hearth.dispatcher.projects.ImageRules;
import dev.hearth.dispatcher.registry.StoredImages;
import dev.hearth.dispatcher.registry.StoredImages.StoredImage;
import dev.hearth.dispatcher.sql.RepositoryStore;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.WantedTag;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Changes what is in the registry on somebody's behalf: by their role, and told in the trail of the
 * repository. Thread-safe; every method may block, and throws {@link RefusedException} where they
 * may not, or it can't be done.
 */
public final class ImageChanges {
  private final ImageRights rights;
  private final TagOrigins origins;
  private final StoredImages images;
  private final ImageReferences references;
  private final RepositoryStore store;
  private final Trail trail;
  private final Clock clock;

  public ImageChanges(
      ImageRights rights,
      TagOrigins origins,
      StoredImages images,
      RepositoryStore store,
      Trail trail,
      Clock clock) {
    this.rights = rights;
    this.origins = origins;
    this.images = images;
    this.references = new ImageReferences(images);
    this.store = store;
    this.trail = trail;
    this.clock = clock;
  }

  /** Deletes a tag; others of the same image stay, and with the last of them the image goes. */
  public void deleteTag(Principal who, String from, String path, String tag) {
    Thing.Repository thing = rights.require(who, Permission.PROMOTE, path);
    StoredImage image = find(path, tag);
    refuseWhileWritten(path, tag);
    images.untag(path, tag);
    images.dropUntagged(path, Set.of(image.digest()));
    origins.forget(path, tag);
    trail.record(who, from, thing, "tag.deleted", Map.of("tag", tag, "digest", image.digest()));
  }

  /** Lets anybody pull, or only those with a role. */
  public void setPublic(Principal who, String from, String path, boolean open) {
    Thing.Repository thing = rights.require(who, Permission.CHANGE, path);
    boolean before = store.isPublic(path);
    store.setPublic(path, open);
    if (before != open) {
      trail.record(who, from, thing, open ? "image.public" : "image.private", Map.of());
    }
  }

  /**
   * An image that has another name now.
   *
   * @param before the digest that had the name before; empty: none
   */
  public record Promoted(String digest, String repository, String tag, Optional<String> before) {}

  /**
   * Gives an image another name: the same digest, not built again.
   *
   * @param reference a tag, a digest, or a commit, seven digits at least
   * @param to a tag of the same repository, or {@code repository:tag}
   */
  public Promoted promote(Principal who, String from, String path, String reference, String to) {
    Thing.Repository source = rights.require(who, Permission.PROMOTE, path);
    PromotionTarget target = PromotionTarget.parse(path, to);
    Thing.Repository goal = rights.require(who, Permission.PROMOTE, target.repository());
    String tag = references.require(path, reference);
    StoredImage image = find(path, tag);
    refuseWhileWritten(target.repository(), target.tag());
    refuseFollowing(target);
    Optional<String> before =
        images.find(target.repository(), target.tag()).map(StoredImage::digest);
    if (!target.repository().equals(path)) {
      images.copy(path, image.digest(), target.repository());
    }
    images.tag(target.repository(), target.tag(), image.digest());
    remember(path, tag, image.digest(), target);
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("image", path + (tag.startsWith("sha256:") ? "@" : ":") + tag);
    facts.put("to", target.toString());
    facts.put("digest", image.digest());
    facts.put("before", before.orElse("none"));
    trail.record(who, from, source, "image.promoted", facts);
    if (!goal.equals(source)) {
      trail.record(who, from, goal, "image.promoted", facts);
    }
    return new Promoted(image.digest(), target.repository(), target.tag(), before);
  }

  public ImageRules rules(ProjectId project) {
    return store.rules(project);
  }

  /** Who may is for the caller to know: it is a setting of the project. */
  public void setRules(Principal who, String from, Thing.OfProject project, ImageRules rules) {
    rules.keepTags().forEach(ImageChanges::requireGlob);
    ImageRules before = store.rules(project.id());
    store.setRules(project.id(), rules);
    trail.record(
        who,
        from,
        project,
        "image.rules",
        Map.of("rules", rules.sentence(), "before", before.sentence()));
  }

  private static void requireGlob(String glob) {
    if (!glob.matches("[A-Za-z0-9_.*?-]{1,128}")) {
      throw RefusedException.invalid(
          "tried to keep tags, but '%s' is no pattern of tags; write it like v*"
              .formatted(shown(glob)));
    }
  }

  private StoredImage find(String path, String tag) {
    return (ImageReferences.isSafe(tag) ? images.find(path, tag) : Optional.<StoredImage>empty())
        .orElseThrow(() ->
            RefusedException.absent(
                "tried to find %s:%s, but there is no such tag".formatted(path, shown(tag))));
  }

  /** A build's publisher would put its own back, or take ours for it. */
  private void refuseWhileWritten(String path, String tag) {
    origins
        .moving(path, tag)
        .ifPresent(_ -> {
          throw RefusedException.conflict(
              "tried to change %s:%s, but a build wrote it a moment ago, and looks at it again; try again in a minute"
                  .formatted(path, tag));
        });
  }

  private void refuseFollowing(PromotionTarget target) {
    origins
        .find(target.repository(), target.tag())
        .filter(written -> !written.ref().isEmpty())
        .ifPresent(written -> {
          throw RefusedException.conflict(
              "tried to promote to %s, but that tag follows %s; choose another"
                  .formatted(target, written.ref()));
        });
  }

  /** So that the new name tells the build and the commit too. */
  private void remember(String path, String tag, String digest, PromotionTarget target) {
    Optional<WantedTag> origin =
        origins.of(path, tag, digest).filter(written -> written.digest().equals(digest));
    origins.forget(target.repository(), target.tag());
    origin.ifPresent(written ->
        origins.record(
            new WantedTag(
                target.repository(),
                target.tag(),
                digest,
                written.commit(),
                "",
                0,
                written.build(),
                clock.instant())));
  }

  private static String shown(String text) {
    String plain = text.replaceAll("[^A-Za-z0-9._:*?-]", "?");
    return plain.length() > 128 ? plain.substring(0, 128) : plain;
  }
}
