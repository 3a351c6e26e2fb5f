package dev.hearth.protocol;

import java.util.Map;

/**
 * How one image of a project is built. Paths are relative to the project's directory.
 *
 * @param name one repository component; see {@link ProjectName#repository}
 * @param buildArguments not for secrets: they are kept in etcd and in the image's history
 */
public record ImageRecipe(
    String name, String dockerfile, String context, Map<String, String> buildArguments) {
  public ImageRecipe {
    buildArguments = Map.copyOf(buildArguments);
  }
}
