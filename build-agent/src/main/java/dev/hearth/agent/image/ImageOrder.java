package dev.hearth.agent.image;

import dev.hearth.agent.engine.RegistryCredential;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.Commit;
import dev.hearth.protocol.Limits;
import dev.hearth.protocol.ProjectId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * All that one image is built from.
 *
 * @param name the image's
 * @param dockerfile its text, from the commit: the work tree may have been written to
 * @param dockerfilePath relative to the context, for an ignore file beside it; with {@code ..} if
 *     it lies outside
 * @param workTree the repository's root on the host
 * @param context relative to the work tree, empty for its root
 * @param source the repository's URL, without user info
 * @param recipe labels of {@link dev.hearth.protocol.RecipeLabels} about the compile
 * @param credentials for the registries that bases come from: all that the engine gets
 * @param deadline for the whole build
 */
public record ImageOrder(
    AttemptId attempt,
    ProjectId project,
    String name,
    String dockerfile,
    String dockerfilePath,
    Path workTree,
    String context,
    Map<String, String> buildArguments,
    Commit commit,
    String source,
    Map<String, String> recipe,
    List<RegistryCredential> credentials,
    Limits limits,
    Duration deadline) {
  public ImageOrder {
    buildArguments = Map.copyOf(buildArguments);
    recipe = Map.copyOf(recipe);
    credentials = List.copyOf(credentials);
  }
}
