package dev.hearth.cli.demo;

import dev.hearth.cli.client.BuildView;
import dev.hearth.cli.terminal.Table;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the demonstration shows at its end: both builds side by side. */
record DemoTable(BuildView cold, BuildView warm) {
  private static final List<String> STAGES =
      List.of("queued", "checkout", "compile", "image", "push", "publish");

  String text() {
    Table table = Table.of("stage", "cold s", "warm s").withFigures(1, 2);
    for (String stage : STAGES) {
      table.row(stage, seconds(cold, stage), seconds(warm, stage));
    }
    table.row("all", figure(cold.seconds()), figure(warm.seconds()));
    return table.text()
        + "\n"
        + host("cold", cold)
        + host("warm", warm)
        + "image  "
        + reference(warm)
        + "\n";
  }

  static String reference(BuildView build) {
    return build.images().isEmpty() ? "none" : build.images().getFirst().reference();
  }

  private static String host(String name, BuildView build) {
    return build.placement() == null
        ? name + "   was on no host\n"
        : "%s   on %s: %s\n".formatted(name, build.placement().agent(), build.placement().reason());
  }

  private static String seconds(BuildView build, String stage) {
    Optional<BuildView.StageView> found =
        build.stages().stream().filter(one -> one.stage().equals(stage)).findFirst();
    return found.map(one -> figure(one.seconds())).orElse("-");
  }

  private static String figure(double seconds) {
    return String.format(Locale.ROOT, "%.2f", seconds);
  }
}
