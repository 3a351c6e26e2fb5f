package dev.hearth.dispatcher.api;

import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.ProjectName;
import java.util.Optional;

/**
 * What people may do with builds. Readers ask etcd first and the archive second. Every method may
 * block, and throws {@link dev.hearth.dispatcher.UnavailableException} when etcd (or, for what has
 * ended, the database) does not answer: then nothing was changed in part.
 */
public interface Builds {
  /**
   * Accepts a manual build: when this returns, the build is in etcd. The same {@code key} for the
   * same project returns the build that it made before, for two hours at least.
   *
   * @throws dev.hearth.dispatcher.RefusedException {@code IMPOSSIBLE} if the Git host does not
   *     answer or has no such ref or commit; {@code ABSENT} if the project is gone
   */
  AcceptedBuild ask(ManualRequest request);

  Optional<BuildView> find(BuildId id);

  /**
   * The build of this number in the project of this name; a renamed project's older builds keep
   * their names.
   */
  Optional<BuildView> find(ProjectName project, long number);

  /**
   * Builds in the order of their ids, newest first: those under way and those archived, each once.
   */
  BuildList list(BuildFilter filter);

  /**
   * Gives the order to stop a build. Given again to a build that has it already, it changes nothing
   * and answers alike.
   *
   * @param why one sentence
   */
  StopResult cancel(BuildId id, String by, String why);
}
