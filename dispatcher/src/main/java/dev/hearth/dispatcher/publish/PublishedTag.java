package dev.hearth.dispatcher.publish;

import dev.hearth.protocol.WantedTag;
import dev.hearth.protocol.etcd.Key;
import dev.hearth.protocol.etcd.Versioned;
import java.util.Optional;

/**
 * A tag that a build is about to write.
 *
 * @param before what stood in etcd for it when it was decided that the build may write it
 * @param owner what the tag should have been until now, by etcd or by the archive
 */
record PublishedTag(
    String image,
    Key<WantedTag> key,
    Optional<Versioned<WantedTag>> before,
    Optional<WantedTag> owner,
    WantedTag wanted) {}
