package dev.hearth.dispatcher.oidc;

import dev.hearth.dispatcher.projects.Secret;
import java.net.URI;

/**
 * The OpenID provider by which people may log in.
 *
 * @param issuer {@code https://gitlab.example.com}
 * @param clientId by which it knows this farm
 */
public record OidcConfig(URI issuer, String clientId, Secret clientSecret) {}
