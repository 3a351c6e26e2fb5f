package dev.hearth.dispatcher.console.images;

import java.util.List;

/**
 * One tag.
 *
 * @param siblings other tags of the same image
 * @param mayPromote and may delete
 * @param problem why it was not deleted; empty: nothing was refused
 */
public record TagPage(
    RepositoryHead head,
    TagRow row,
    List<String> siblings,
    boolean mayPromote,
    boolean promoted,
    String problem) {
  public TagPage {
    siblings = List.copyOf(siblings);
  }

  public String siblingAddress(String tag) {
    return RepositoryHead.address(head.path(), tag);
  }

  /** Where the image can be given another name. */
  public String promote() {
    return head.address() + "/promote?from=" + RepositoryHead.encoded(row.tag());
  }
}
