package dev.hearth.protocol.etcd;

import static org.awaitility.Awaitility.await;

import dev.hearth.testing.EtcdServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

/** A real etcd does what the model does. */
@Timeout(60)
class JetcdKeyValuesTest extends KeyValuesContract {
  private static EtcdServer server;
  private static KeyValues etcd;

  @BeforeAll
  static void start() {
    server = EtcdServer.withoutUsers();
    etcd =
        new JetcdKeyValues(
            new EtcdConfig(List.of(server.endpoint()), null, null, EtcdConfig.DEADLINE));
  }

  @AfterAll
  static void stop() {
    etcd.close();
    server.close();
  }

  @Override
  KeyValues etcd() {
    return etcd;
  }

  @Override
  void letPass(Duration ttl) {
    await().pollDelay(ttl).until(() -> true);
  }
}
