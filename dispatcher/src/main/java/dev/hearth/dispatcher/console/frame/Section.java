package dev.hearth.dispatcher.console.frame;

/** An entry of the navigation. */
public enum Section {
  BUILDS("/builds", "nav.builds"),
  BUILD_NOW("/build-now", "nav.buildNow");

  private final String address;
  private final String key;

  Section(String address, String key) {
    this.address = address;
    this.key = key;
  }

  public String address() {
    return address;
  }

  /** Of its name among the messages. */
  public String key() {
    return key;
  }
}
