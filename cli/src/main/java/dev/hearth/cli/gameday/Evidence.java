package dev.hearth.cli.gameday;

import java.util.List;
import java.util.Map;

/**
 * What was found when all was mended and had had its time to come to rest.
 *
 * @param markers what each commit's images shall hold
 * @param newest by project and branch, {@code team/app main}: the commits that were pushed to it,
 *     oldest first
 * @param moving by the same: what the image under the branch's tag holds; empty if there is none
 * @param undelivered pushes whose hooks no dispatcher ever took
 * @param refused what a dispatcher said no to
 * @param orphans containers and keys that should be gone
 * @param blind whether changes in etcd went by unseen
 */
record Evidence(
    List<BuildEvidence> builds,
    Map<String, String> markers,
    Map<String, List<String>> newest,
    Map<String, String> moving,
    List<String> undelivered,
    List<String> refused,
    List<String> orphans,
    boolean blind) {}
