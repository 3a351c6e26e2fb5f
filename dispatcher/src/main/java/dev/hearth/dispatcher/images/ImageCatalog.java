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
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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

  /**
   * Some of a repository's tags.
   *
   * @param count how many there are in all
   */
  public record Tags(List<TagView> page, int count) {
    public Tags {
      page = List.copyOf(page);
    }
  }

  /**
   * A page of tags: those that a build wrote last come first, those that none did at the end.
   *
   * @param wanted what a name holds, or its commit begins with; empty: all
   * @param skip how many stand on the pages before
   */
  public Tags newest(String path, String wanted, int skip, int limit) {
    Map<String, WantedTag> written =
        origins.of(path).stream().collect(Collectors.toMap(WantedTag::tag, Function.identity()));
    List<String> names =
        images.tags(path).stream()
            .filter(tag -> tag.contains(wanted) || isOf(written.get(tag), wanted))
            .sorted(Comparator.comparing((String tag) -> at(written.get(tag))).reversed())
            .toList();
    List<TagView> page =
        names.stream()
            .skip(skip)
            .limit(limit)
            .flatMap(tag ->
                images
                    .find(path, tag)
                    .map(image -> view(tag, image, Optional.ofNullable(written.get(tag))))
                    .stream())
            .toList();
    return new Tags(page, names.size());
  }

  private static boolean isOf(@Nullable WantedTag written, String wanted) {
    return written != null && written.commit().value().startsWith(wanted);
  }

  private static Instant at(@Nullable WantedTag written) {
    return written == null ? Instant.EPOCH : written.at();
  }

  /** The names of a repository's tags, but those that are a commit's. */
  public List<String> names(String path) {
    return images.tags(path).stream().filter(tag -> !tag.matches("[0-9a-f]{40}.*")).toList();
  }

  /**
   * @param tag or a digest
   */
  public Optional<TagView> tag(String path, String tag) {
    return ImageReferences.isSafe(tag)
        ? images
            .find(path, tag)
            .map(image -> view(tag, image, origins.of(path, tag, image.digest())))
        : Optional.empty();
  }

  /**
   * The image that is meant by a tag, a digest, or a commit, seven digits at least.
   *
   * @throws dev.hearth.dispatcher.RefusedException if there is none, or several commits begin so
   */
  public TagView require(String path, String reference) {
    String found = new ImageReferences(images).require(path, reference);
    return tag(path, found).orElseThrow(() -> ImageReferences.absent(path, reference));
  }

  /** The other tags of an image, as far as builds and promotions wrote them. */
  public List<String> siblings(String path, TagView tag) {
    return origins.of(path).stream()
        .filter(other -> other.digest().equals(tag.digest()) && !other.tag().equals(tag.tag()))
        .map(WantedTag::tag)
        .sorted()
        .toList();
  }

  private static TagView view(String tag, StoredImage image, Optional<WantedTag> written) {
    WantedTag origin = written.filter(one -> one.digest().equals(image.digest())).orElse(null);
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
