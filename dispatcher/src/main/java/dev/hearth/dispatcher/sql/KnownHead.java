package dev.hearth.dispatcher.sql;

import dev.hearth.protocol.Commit;
import java.time.Instant;

/** Where a ref stood, and since when that is known. */
public record KnownHead(Commit commit, Instant at) {}
