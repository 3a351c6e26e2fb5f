package dev.hearth.agent.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.agent.RealEngine;
import dev.hearth.agent.Recorded;
import dev.hearth.agent.network.BuildNetwork;
import dev.hearth.protocol.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
class AdditionalAuthoritiesTest {
  private static final Path OF_THIS_HOST = Path.of("/usr/local/share/ca-certificates");

  @TempDir Path temporary;

  @Test
  void withoutCertificatesNothingIsMounted() throws IOException {
    assertThat(AdditionalAuthorities.prepare(temporary.resolve("absent"), temporary))
        .isEqualTo(AdditionalAuthorities.NONE);
  }

  @Test
  void aFileThatIsNoCertificateIsNamed() throws IOException {
    Files.writeString(temporary.resolve("broken.crt"), "-----BEGIN CERTIFICATE-----\nnone\n");

    assertThatThrownBy(() -> AdditionalAuthorities.prepare(temporary, temporary))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("broken.crt");
  }

  @Test
  void javaInACompileContainerTrustsWhatThisHostTrusts() throws Exception {
    var log = new Recorded();
    Path workspace = Files.createDirectory(temporary.resolve("workspace"));
    Files.writeString(
        workspace.resolve("Fetch.java"),
        """
        import java.util.zip.ZipFile;
        class Fetch {
          public static void main(String[] jar) throws Exception {
            var model = new ZipFile(jar[0]);
            var pom = model.getInputStream(model.getEntry("org/apache/maven/model/pom-4.0.0.xml"));
            var central = new String(pom.readAllBytes()).split("<url>|</url>")[1];
            var connection = java.net.URI.create(central + "/").toURL().openConnection();
            ((java.net.HttpURLConnection) connection).getResponseCode();
            System.out.println("answered");
          }
        }
        """);
    BuildUser.own(workspace);
    var authorities = AdditionalAuthorities.prepare(OF_THIS_HOST, temporary.resolve("trust"));
    try (var real = new RealEngine()) {
      BuildNetwork.findOrCreate(real.engine);
      var builder = new BuilderImages(real.engine, Map.of()).require("maven-jdk17", log);
      var order =
          new CompileOrder(
              real.newAttempt(),
              builder.id(),
              CompileCommand.shell(
                  "java Fetch.java \"$(find / -name 'maven-model-builder-*.jar' 2>/dev/null | head -1)\"; head -c 11 $SSL_CERT_FILE"),
              workspace,
              "",
              authorities.environment(),
              authorities.mounts(),
              Limits.DEFAULT);
      try (var container = CompileContainer.create(real.engine, real.owner, order)) {
        container.run(log);
      }
      real.assertNothingIsLeft();
    }
    assertThat(log.text()).startsWith("answered\n-----BEGIN ");
  }
}
