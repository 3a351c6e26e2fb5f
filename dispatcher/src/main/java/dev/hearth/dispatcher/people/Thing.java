package dev.hearth.dispatcher.people;

import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.ProjectName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that has members, settings and an activity trail. */
public sealed interface Thing {
  Kind kind();

  /** By what members and activity are kept: for a project its id, which no rename changes. */
  String key();

  /** What people call it: {@code the farm}, {@code group team}, {@code project team/app}. */
  String title();

  /** The things from which it inherits roles, itself first. */
  List<Thing> lineage();

  record Farm() implements Thing {
    @Override
    public Kind kind() {
      return Kind.FARM;
    }

    @Override
    public String key() {
      return "farm";
    }

    @Override
    public String title() {
      return "the farm";
    }

    @Override
    public List<Thing> lineage() {
      return List.of(this);
    }
  }

  /**
   * A group of projects and repositories.
   *
   * @param path the parts before the last of what is in it: {@code team} of {@code team/app}
   */
  record Group(String path) implements Thing {
    @Override
    public Kind kind() {
      return Kind.GROUP;
    }

    @Override
    public String key() {
      return path;
    }

    @Override
    public String title() {
      return "group " + path;
    }

    @Override
    public List<Thing> lineage() {
      List<Thing> all = new ArrayList<>(List.of(this));
      all.addAll(above(path));
      return all;
    }

    /** The groups around something of this path, the nearest first. */
    public static List<Thing> above(String path) {
      List<Thing> groups = new ArrayList<>();
      for (int end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
        groups.add(new Group(path.substring(0, end)));
      }
      return groups;
    }
  }

  /** What is built. */
  record OfProject(ProjectId id, ProjectName name) implements Thing {
    @Override
    public Kind kind() {
      return Kind.PROJECT;
    }

    @Override
    public String key() {
      return id.value();
    }

    @Override
    public String title() {
      return "project " + name;
    }

    @Override
    public List<Thing> lineage() {
      List<Thing> all = new ArrayList<>(List.of(this));
      all.addAll(Group.above(name.value()));
      return all;
    }
  }

  /**
   * A repository of the registry.
   *
   * @param project whose images it holds; null if no project's
   */
  record Repository(String path, @Nullable OfProject project) implements Thing {
    @Override
    public Kind kind() {
      return Kind.REPOSITORY;
    }

    @Override
    public String key() {
      return path;
    }

    @Override
    public String title() {
      return "repository " + path;
    }

    @Override
    public List<Thing> lineage() {
      List<Thing> all = new ArrayList<>(List.of(this));
      if (project != null) {
        all.add(project);
      }
      all.addAll(Group.above(path));
      return all;
    }
  }
}
