package dev.hearth.dispatcher.console.images;

import dev.hearth.dispatcher.api.ApiParts;
import dev.hearth.dispatcher.api.BuildView;
import dev.hearth.dispatcher.api.Builds;
import dev.hearth.dispatcher.api.Things;
import dev.hearth.dispatcher.console.frame.Visit;
import dev.hearth.dispatcher.images.TagView;
import dev.hearth.dispatcher.people.Permission;
import dev.hearth.protocol.BuildId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes rows of tags: each with its build, where who looks may see it. */
final class TagRows {
  private final Builds builds;
  private final Things things;
  private final String registry;

  TagRows(ApiParts parts, Things things) {
    this.builds = parts.builds();
    this.things = things;
    this.registry = parts.registry();
  }

  TagRow row(Visit visit, String repository, TagView tag) {
    return rows(visit, repository, List.of(tag)).getFirst();
  }

  /** Each build is looked up once: many tags are of one. */
  List<TagRow> rows(Visit visit, String repository, List<TagView> tags) {
    Map<BuildId, String> titles = new HashMap<>();
    return tags.stream()
        .map(tag ->
            new TagRow(
                repository,
                registry + "/" + repository,
                tag,
                Optional.ofNullable(tag.origin())
                    .map(origin ->
                        titles.computeIfAbsent(origin.build(), build -> title(visit, build)))
                    .orElse("")))
        .toList();
  }

  private String title(Visit visit, BuildId build) {
    return builds
        .find(build)
        .map(BuildView::record)
        .filter(one -> things.may(visit.who(), Permission.SEE, things.of(one.request())))
        .map(one -> one.request().title())
        .orElse("");
  }
}
