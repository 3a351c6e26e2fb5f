/**
 * What a host keeps for a project between builds. A build opens its project's cache, mounts the
 * directories, and at its end commits or discards what it wrote. Everything below those directories
 * was made by a build and is not trusted: no link is followed, nothing but plain files is opened.
 */
@NullMarked
package dev.hearth.cache;

import org.jspecify.annotations.NullMarked;
