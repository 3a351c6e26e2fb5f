package dev.hearth.dispatcher.oidc;

/**
 * What the provider says of somebody.
 *
 * @param subject by which it knows them for good
 * @param name as they log in there; may be empty
 * @param fullName may be empty
 * @param email may be empty
 */
record Claims(String issuer, String subject, String name, String fullName, String email) {}
