package dev.hearth.dispatcher.doorman;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.Provider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cryptography in native code (AWS-LC): an ES256 signature takes a tenth of what the JDK's takes.
 * Loaded when it is first asked for, which takes a third of a second.
 */
final class NativeCryptography {
  private static final Logger log = LoggerFactory.getLogger(NativeCryptography.class);
  private static final @Nullable Provider PROVIDER = load();

  private NativeCryptography() {}

  /** None where its library can't be loaded, which is logged once: then the JDK's own serves. */
  static @Nullable Provider provider() {
    return PROVIDER;
  }

  private static @Nullable Provider load() {
    AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
    Throwable error = provider.getLoadingError();
    if (error == null) {
      return provider;
    }
    log.atInfo()
        .addKeyValue("cause", error.toString())
        .log("the registry's tokens are signed by the JDK, ten times slower");
    return null;
  }
}
