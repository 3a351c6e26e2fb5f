package dev.hearth.e2e;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which part of the farm may know which other: the table in README.md, held. */
class ModulesTest {
  /** Each module's package below {@code dev.hearth}, and those of the modules it may use. */
  private static final Map<String, Set<String>> MAY_USE =
      new TreeMap<>(
          Map.of(
              "protocol", Set.of(),
              "webhook", Set.of(),
              "cache", Set.of(),
              "git", Set.of(),
              "gitclient", Set.of("protocol"),
              "testing", Set.of(),
              "dispatcher", Set.of("protocol", "webhook", "gitclient"),
              "agent", Set.of("protocol", "cache", "gitclient"),
              "cli", Set.of("protocol", "webhook", "cache", "dispatcher", "agent", "git")));

  /** Folders whose packages are called otherwise. */
  private static final Map<String, String> PACKAGES =
      Map.of("git-client", "gitclient", "git-server", "git", "build-agent", "agent");

  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z-]+)/` \\|.*\\| ([^|]+) \\|$");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("/dev/hearth/e2e/"))
          .importPackages("dev.hearth");

  @Test
  void eachModuleUsesOnlyThoseThatItMay() {
    MAY_USE.forEach((module, others) -> {
      String[] allowed =
          Stream.concat(Stream.of(module), others.stream())
              .map(name -> "dev.hearth." + name + "..")
              .toArray(String[]::new);
      classes()
          .that()
          .resideInAPackage("dev.hearth." + module + "..")
          .should()
          .onlyDependOnClassesThat(
              resideOutsideOfPackage("dev.hearth..").or(resideInAnyPackage(allowed)))
          .allowEmptyShould(true)
          .check(CLASSES);
    });
  }

  @Test
  void theReadmePrintsTheTable() throws IOException {
    Map<String, Set<String>> printed = new TreeMap<>();
    String readme = Files.readString(Path.of("..", "..", "README.md"));
    for (MatchResult row : ROW.matcher(readme).results().toList()) {
      printed.put(
          packageOf(row.group(1)),
          Stream.of(row.group(2).split(", "))
              .filter(name -> !name.equals("—"))
              .map(ModulesTest::packageOf)
              .collect(Collectors.toSet()));
    }
    printed.keySet().removeAll(Set.of("builder-images", "scripts"));
    assertThat(printed).isEqualTo(MAY_USE);
  }

  private static String packageOf(String folder) {
    return PACKAGES.getOrDefault(folder, folder);
  }

  @Test
  void everyModuleIsInTheTable() {
    Set<String> found = new TreeSet<>();
    for (JavaClass each : CLASSES) {
      String below = each.getPackageName().substring("dev.hearth.".length());
      found.add(below.replaceFirst("\\..*", ""));
    }
    assertThat(MAY_USE.keySet()).containsAll(found);
  }

  @Test
  void theDomainKnowsOnlyTheJdkAndAnnotations() {
    classes()
        .that()
        .resideInAPackage("dev.hearth.protocol")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                "java..",
                "dev.hearth.protocol",
                "com.fasterxml.jackson.annotation..",
                "com.fasterxml.uuid..",
                "org.jspecify.annotations.."))
        .check(CLASSES);
  }

  @Test
  void onlyOnePackageKnowsTheClientOfEtcd() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.hearth.protocol.etcd")
        .should()
        .dependOnClassesThat(resideInAPackage("io.etcd.."))
        .check(CLASSES);
  }

  @Test
  void onlyTheAgentKnowsTheDockerEngine() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.hearth.dispatcher..", "dev.hearth.protocol..", "dev.hearth.cache..")
        .should()
        .dependOnClassesThat(resideInAPackage("com.github.dockerjava.."))
        .check(CLASSES);
  }

  @Test
  void noTwoPackagesOfAModuleUseEachOther() {
    MAY_USE
        .keySet()
        .forEach(module ->
            slices()
                .matching("dev.hearth." + module + ".(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(CLASSES));
  }

  @Test
  void nobodyLogsByTheJdksOwnLogging() {
    // The terminal may, to keep libraries quiet that do.
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.hearth.cli.terminal")
        .should(GeneralCodingRules.USE_JAVA_UTIL_LOGGING)
        .check(CLASSES);
  }

  @Test
  void onlyTheCommandLineWritesToStandardStreams() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.hearth.cli..")
        .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
        .check(CLASSES);
  }
}
