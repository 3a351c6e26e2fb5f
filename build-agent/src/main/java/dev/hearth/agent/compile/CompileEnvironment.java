package dev.hearth.agent.compile;

import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.BuildRequest;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a compile finds in its environment, by the names that scripts written for GitLab look for.
 */
public final class CompileEnvironment {
  private CompileEnvironment() {}

  /** The project's own variables first: ours are facts, and win. */
  public static Map<String, String> of(
      AttemptId attempt, BuildRequest request, Map<String, String> projects) {
    Map<String, String> environment = new LinkedHashMap<>(projects);
    environment.put("CI", "true");
    environment.put("CI_COMMIT_SHA", request.commit().value());
    environment.put("CI_COMMIT_SHORT_SHA", request.commit().abbreviated());
    environment.put("CI_COMMIT_REF_NAME", request.refName());
    if (request.ref().startsWith("refs/tags/")) {
      environment.put("CI_COMMIT_TAG", request.refName());
    } else if (request.ref().startsWith("refs/heads/")) {
      environment.put("CI_COMMIT_BRANCH", request.refName());
    }
    environment.put("CI_PROJECT_PATH", request.projectName().toString());
    environment.put("CI_PIPELINE_ID", attempt.build().value());
    environment.put("CI_PIPELINE_IID", Long.toString(request.number()));
    environment.put("HOME", CompileContainer.HOME);
    return environment;
  }
}
