package dev.hearth.protocol.etcd;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.ClientBuilder;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** How jetcd connects, whoever asks. Each member's certificate must name the member's endpoint. */
final class EtcdClients {
  private EtcdClients() {}

  /**
   * @throws IllegalArgumentException if the authorities can't be read
   */
  static ClientBuilder builder(EtcdConfig config) {
    ClientBuilder builder =
        Client.builder()
            .endpoints(config.endpoints().toArray(String[]::new))
            .waitForReady(false)
            .executorService(new InPlace())
            .connectTimeout(Duration.ofSeconds(2));
    if (config.encrypted()) {
      encrypt(builder, config.authorities());
    }
    if (config.user() != null && config.password() != null) {
      builder
          .user(ByteSequence.from(config.user(), StandardCharsets.UTF_8))
          .password(ByteSequence.from(config.password(), StandardCharsets.UTF_8));
    }
    return builder;
  }

  private static void encrypt(ClientBuilder builder, @Nullable Path authorities) {
    try {
      File file = authorities == null ? null : authorities.toFile();
      builder.sslContext(tls -> tls.trustManager(file));
    } catch (SSLException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "tried to read %s to trust etcd by it, but could not: %s"
              .formatted(authorities, e.getMessage()),
          e);
    }
  }
}
