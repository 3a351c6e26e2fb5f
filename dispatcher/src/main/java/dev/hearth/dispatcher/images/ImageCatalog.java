package dev.hearth.dispatcher.images;

import dev.hearth.dispatcher.people.Access;
import dev.hearth.dispatcher.people.Permission;
import dev.hearth.dispatcher.people.Principal;
import dev.hearth.dispatcher.people.Thing;
import dev.hearth.dispatcher.registry.StoredImages;
import dev.hearth.dispatcher.registry.StoredImages.StoredImage;
import dev.hearth.dispatcher.sql.CachedProjects;
import dev.hearth.dispatcher.sql.RepositoryStore;
import dev.hearth.dispatcher.sql.TagArchive;
import dev.hearth.protocol.WantedTag;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Shows repositories and their tags. Thread-safe; every method may block. */
public final class ImageCatalog {
  private final KnownRepositories known;
  private final CachedProjects projects;
  private final RepositoryStore store;
  private final TagArchive archive;
  private final TagOrigins origins;
  private final StoredImages images;
  private final Access access;

  public ImageCatalog(
      KnownRepositories known,
      CachedProjects projects,
      RepositoryStore store,
      TagArchive archive,
      TagOrigins origins,
      StoredImages images,
      Access access) {
    this.known = known;
    this.projects = projects;
    this.store = store;
    this.archive = archive;
    this.origins = origins;
    this.images = images;
    this.access = access;
  }

  /** Those that somebody may see, by path: of their projects, and public ones. */
  public List<RepositoryView> visible(Principal who) {
    Map<String, RepositoryStore.Row> rows = store.all();
    Predicate<Thing> sees = access.mayOn(who, Permission.SEE);
    return paths(rows.keySet()).stream()
        .map(path -> view(path, Optional.ofNullable(rows.get(path))))
        .filter(view -> view.open() || sees.test(view.thing()))
        .toList();
  }

  /** One that there is, or was; who may see it is for the caller to know. */
  public Optional<RepositoryView> find(String path) {
    Optional<RepositoryStore.Row> row = store.find(path);
    boolean there =
        row.isPresent()
            || known.project(path).isPresent()
            || !archive.of(path).isEmpty()
            || !images.tags(path).isEmpty();
    return there ? Optional.of(view(path, row)) : Optional.empty();
  }

  /**
   * A page of tags, by name.
   *
   * @param after only those whose names sort behind this one; null: from the first on
   */
  public List<TagView> tags(String path, @Nullable String after, int limit) {
    return images.tags(path).stream()
        .filter(tag -> after == null || tag.compareTo(after) > 0)
        .limit(limit)
        .flatMap(tag -> tag(path, tag).stream())
        .toList();
  }

  public Optional<TagView> tag(String path, String tag) {
    return images.find(path, tag).map(image -> view(path, tag, image));
  }

  private TagView view(String path, String tag, StoredImage image) {
    WantedTag origin =
        origins
            .find(path, tag)
            .filter(written -> written.digest().equals(image.digest()))
            .orElse(null);
    return new TagView(tag, image.digest(), image.size(), origin);
  }

  private RepositoryView view(String path, Optional<RepositoryStore.Row> row) {
    return new RepositoryView(
        known.thing(path),
        row.map(RepositoryStore.Row::open).orElse(false),
        row.map(RepositoryStore.Row::seen).orElse(RepositoryStore.Seen.NOTHING));
  }

  private Set<String> paths(Set<String> rows) {
    Set<String> paths = new TreeSet<>(rows);
    projects.all().forEach(entry -> paths.addAll(entry.project().repositories()));
    paths.addAll(archive.repositories());
    return paths;
  }
}
