package dev.hearth.git;

import java.util.Optional;

/**
 * One request to the Git server, and what came of it.
 *
 * @param path as sent, without the query
 * @param query without the question mark; empty when there is none
 * @param authorization the header as sent, for tests that look for credentials where none belong
 * @param bytesSent the length of the answer's body
 */
public record AnsweredRequest(
    String method,
    String path,
    String query,
    Optional<String> authorization,
    int status,
    long bytesSent) {}
