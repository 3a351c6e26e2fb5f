package dev.hearth.testing;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * A real browser without a screen (Debian's Chromium), at the console of a farm, logged in or not.
 */
public final class Browser implements AutoCloseable {
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final Dimension SCREEN = new Dimension(1360, 860);
  private static final Dimension PHONE = new Dimension(390, 844);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ChromeDriver driver;
  private final String base;

  /**
   * @param base the console's address, without a slash at its end
   */
  public Browser(String base) {
    this.base = base;
    ChromeOptions options = new ChromeOptions();
    options.setBinary("/usr/bin/chromium");
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--lang=en");
    driver =
        new ChromeDriver(
            new ChromeDriverService.Builder()
                .usingDriverExecutable(new File("/usr/bin/chromedriver"))
                .usingAnyFreePort()
                .build(),
            options);
    driver.manage().window().setSize(SCREEN);
  }

  public ChromeDriver driver() {
    return driver;
  }

  public Browser logIn(String name, String password) {
    driver.manage().deleteAllCookies();
    open("/login");
    type("name", name);
    type("password", password);
    driver.findElement(By.cssSelector("form[action='/login'] button")).click();
    await(".who .name");
    return this;
  }

  public void open(String path) {
    driver.get(base + path);
  }

  public String path() {
    return driver.getCurrentUrl().substring(base.length());
  }

  public void type(String id, String text) {
    WebElement field = driver.findElement(By.id(id));
    field.clear();
    field.sendKeys(text);
  }

  public WebElement await(String css) {
    return new WebDriverWait(driver, PATIENCE)
        .until(_ -> driver.findElements(By.cssSelector(css)).stream().findFirst().orElse(null));
  }

  public void awaitText(String css, String text) {
    new WebDriverWait(driver, PATIENCE)
        .withMessage(() -> "'" + text + "' in " + css + ", not: " + texts(css))
        .until(_ -> texts(css).stream().anyMatch(one -> one.contains(text)));
  }

  /** What is seen now; an element that went away meanwhile has no text. */
  public List<String> texts(String css) {
    Object all =
        script(
            "return [...document.querySelectorAll(arguments[0])].map(e => e.innerText ??"
                + " e.textContent)",
            css);
    return all instanceof List<?> texts ? texts.stream().map(String::valueOf).toList() : List.of();
  }

  public List<String> attributes(String css, String name) {
    return driver.findElements(By.cssSelector(css)).stream()
        .map(element -> String.valueOf(element.getDomAttribute(name)))
        .toList();
  }

  public Object script(String code, Object... arguments) {
    Object result = driver.executeScript(code, arguments);
    return result == null ? "" : result;
  }

  /** As those see it who have their system dark, or light. */
  public Browser scheme(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    return this;
  }

  public Browser phone() {
    return window(PHONE, 2, true);
  }

  public Browser screen() {
    return window(SCREEN, 1, false);
  }

  private Browser window(Dimension size, int scale, boolean mobile) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of(
            "width",
            size.width,
            "height",
            size.height,
            "deviceScaleFactor",
            scale,
            "mobile",
            mobile));
    return this;
  }

  /**
   * Keeps the whole page as a picture, and has it looked at by axe: no serious violation. Nothing
   * of it is wider than the window.
   */
  public void keep(String name) {
    Map<String, Object> shot =
        driver.executeCdpCommand(
            "Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true));
    try {
      Files.createDirectories(SCREENSHOTS);
      Files.write(
          SCREENSHOTS.resolve(name + ".png"),
          Base64.getDecoder().decode(String.valueOf(shot.get("data"))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> violations = violations();
    if (!violations.isEmpty()) {
      throw new AssertionError("accessibility of " + name + ": " + violations);
    }
    Object fits =
        script(
            "const page = document.documentElement;"
                + " return page.scrollWidth <= page.clientWidth + 1");
    if (!fits.equals(true)) {
      throw new AssertionError(name + " is wider than the window");
    }
  }

  /**
   * axe's serious and critical findings. The driver's scripts are not the page's: no policy holds
   * them.
   */
  private List<String> violations() {
    driver.executeScript(axe());
    Object found =
        driver.executeAsyncScript(
            """
            const done = arguments[arguments.length - 1];
            axe.run(document, { resultTypes: ['violations'] }).then(
              (result) => done(result.violations
                .filter((one) => one.impact === 'serious' || one.impact === 'critical')
                .map((one) => `${one.id}: ${one.nodes.map((node) => node.html + ' ' + node.failureSummary).join('; ')}`)),
              (error) => done([String(error)]));
            """);
    return found instanceof List<?> all ? all.stream().map(String::valueOf).toList() : List.of();
  }

  /** What the browser complained of: scripts that the policy refused, what was not found. */
  public List<String> complaints() {
    return driver.manage().logs().get("browser").getAll().stream()
        .map(entry -> entry.getLevel() + " " + entry.getMessage())
        .toList();
  }

  private static String axe() {
    try (InputStream in = Browser.class.getResourceAsStream("/axe.min.js")) {
      if (in == null) {
        throw new IllegalStateException("axe.min.js is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    driver.quit();
  }
}
