package dev.hearth.dispatcher.main;

import dev.hearth.dispatcher.DispatcherConfig;
import dev.hearth.dispatcher.agents.AgentTaskRoutes.RegistryLogin;
import dev.hearth.dispatcher.agents.AgentTaskRoutes.RegistryLogins;
import dev.hearth.dispatcher.api.PeopleParts;
import dev.hearth.dispatcher.builds.EtcdAttempts;
import dev.hearth.dispatcher.doorman.AttemptCredentials;
import dev.hearth.dispatcher.doorman.Callers;
import dev.hearth.dispatcher.doorman.Doorman;
import dev.hearth.dispatcher.doorman.OwnTokens;
import dev.hearth.dispatcher.doorman.RegistryTokens;
import dev.hearth.dispatcher.doorman.TokenRoutes;
import dev.hearth.dispatcher.http.Routes;
import dev.hearth.dispatcher.images.ImageCatalog;
import dev.hearth.dispatcher.images.ImageChanges;
import dev.hearth.dispatcher.images.ImageDrift;
import dev.hearth.dispatcher.images.ImageParts;
import dev.hearth.dispatcher.images.ImageReferences;
import dev.hearth.dispatcher.images.ImageRights;
import dev.hearth.dispatcher.images.KnownRepositories;
import dev.hearth.dispatcher.images.RegistryEvents;
import dev.hearth.dispatcher.images.TagOrigins;
import dev.hearth.dispatcher.people.Principal;
import dev.hearth.dispatcher.projects.Secret;
import dev.hearth.dispatcher.registry.RegistryAuthorization;
import dev.hearth.dispatcher.registry.StoredImages;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.trust.TokenKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the registry's door is kept: by tokens of ours, or by a user and password of the registry's.
 *
 * @param tokens null: by user and password, or it is open
 */
record RegistryDoor(DispatcherConfig.Registry registry, @Nullable RegistryTokens tokens) {
  static RegistryDoor of(DispatcherConfig config, Clock clock) {
    DispatcherConfig.Tokens files = config.registry().tokens();
    if (files == null) {
      return new RegistryDoor(config.registry(), null);
    }
    try {
      TokenKey key = TokenKey.read(files.key(), files.certificate());
      return new RegistryDoor(config.registry(), new RegistryTokens(key, files.service(), clock));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "HEARTH_REGISTRY_TOKEN_KEY or HEARTH_REGISTRY_TOKEN_CERT is of no use: " + e.getMessage(),
          e);
    }
  }

  /** With what the dispatcher itself speaks to the registry. */
  RegistryAuthorization authorization() {
    if (tokens != null) {
      return new OwnTokens(tokens);
    }
    return registry.user() == null
        ? RegistryAuthorization.none()
        : RegistryAuthorization.password(registry.user(), password());
  }

  /** With what agents do. */
  RegistryLogins logins(Storage storage) {
    if (tokens == null) {
      String user = registry.user() == null ? "" : registry.user();
      return (_, _) -> new RegistryLogin(user, password(), false);
    }
    AttemptCredentials credentials = new AttemptCredentials(storage.secrets().key());
    return (agent, attempt) ->
        new RegistryLogin(
            AttemptCredentials.user(attempt), credentials.password(agent, attempt), true);
  }

  /** Where tokens are given; nowhere if the registry believes none of ours. */
  Routes routes(Storage storage, Core core) {
    if (tokens == null) {
      return _ -> {};
    }
    PeopleParts people = storage.people();
    return new TokenRoutes(
        new Doorman(
            new Callers(
                people.bearers()::bearing,
                people.people()::logIn,
                people.throttle(),
                people.trail(),
                new AttemptCredentials(storage.secrets().key()),
                new EtcdAttempts(core.etcd(), new FarmKeys())),
            people.access(),
            new KnownRepositories(storage.projects(), storage.repositories()),
            tokens));
  }

  /** Where the registry tells what happened; nowhere without a secret. */
  Routes events(Storage storage, Clock clock) {
    if (registry.eventsSecret() == null) {
      return _ -> {};
    }
    PeopleParts people = storage.people();
    return new RegistryEvents(
        new Secret(registry.eventsSecret()),
        new KnownRepositories(storage.projects(), storage.repositories()),
        storage.repositories(),
        name ->
            name.equals(new Principal.Administrator().name())
                ? new Principal.Administrator()
                : people
                    .people()
                    .find(name)
                    .<Principal>map(person -> new Principal.Known(person, Set.of()))
                    .orElseGet(Principal.Anonymous::new),
        people.trail(),
        clock);
  }

  /** What is done with images. */
  static ImageParts images(Storage storage, Core core, Clock clock) {
    KnownRepositories known = new KnownRepositories(storage.projects(), storage.repositories());
    TagOrigins origins = new TagOrigins(core.etcd(), new FarmKeys(), storage.tags(), known);
    StoredImages images = new StoredImages(core.registry());
    ImageRights rights = new ImageRights(storage.people().access(), known);
    return new ImageParts(
        known,
        new ImageCatalog(
            known,
            storage.projects(),
            storage.repositories(),
            storage.tags(),
            origins,
            images,
            storage.people().access()),
        new ImageChanges(
            rights, origins, images, storage.repositories(), storage.people().trail(), clock),
        new ImageDrift(
            images,
            origins,
            new ImageReferences(images),
            build -> core.builds().find(build).map(one -> one.record().request().ref())));
  }

  private Secret password() {
    return new Secret(registry.password() == null ? "" : registry.password());
  }
}
