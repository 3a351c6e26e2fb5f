package dev.hearth.agent.keys;

import dev.hearth.protocol.settings.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where an agent keeps what it proves itself by.
 *
 * @param key for the dispatchers
 * @param etcdPassword empty where etcd asks for none
 */
public record KeyFiles(Path key, Optional<Path> etcdPassword) {
  /** Keeps new keys; etcd's password first, which is good already. */
  void keep(RenewedKeys renewed) throws IOException {
    if (etcdPassword.isPresent() && renewed.etcdPassword().isPresent()) {
      OwnerFile.write(etcdPassword.get(), renewed.etcdPassword().get().value());
    }
    OwnerFile.write(key, renewed.key().value());
  }

  /**
   * New keys.
   *
   * @param etcdPassword empty: it stays as it is
   */
  record RenewedKeys(Secret key, Optional<Secret> etcdPassword) {}
}
