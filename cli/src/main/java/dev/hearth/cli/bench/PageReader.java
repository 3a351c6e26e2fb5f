package dev.hearth.cli.bench;

import dev.hearth.cli.client.FarmAccess;
import dev.hearth.cli.terminal.CommandFailure;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads pages of the console as a browser does that is logged in. */
final class PageReader implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Pattern ASSET = Pattern.compile("(?:src|href)=\"(/assets/[^\"]+)\"");

  private final URI farm;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .cookieHandler(new CookieManager())
          .build();

  private PageReader(URI farm) {
    this.farm = farm;
  }

  /** As the farm's administrator. */
  static PageReader loggedIn(FarmAccess access) {
    PageReader reader = new PageReader(access.url());
    String form =
        "name=admin&password=" + URLEncoder.encode(access.token(), StandardCharsets.UTF_8);
    HttpRequest request =
        HttpRequest.newBuilder(reader.farm.resolve("/login"))
            .header("Origin", reader.farm.toString())
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build();
    int status = reader.send(request).statusCode();
    if (status != 303) {
      throw new CommandFailure("tried to log in to the console, but was answered with " + status);
    }
    return reader;
  }

  /** From the request to the page's last byte, compressed as for a browser. */
  double millis(String page) {
    HttpRequest request = page(page);
    long began = System.nanoTime();
    HttpResponse<byte[]> answer = send(request);
    double millis = (System.nanoTime() - began) / 1e6;
    require(page, answer);
    return millis;
  }

  /** What the page and all that it names take over the wire, for somebody who comes first. */
  long firstPageBytes(String page) {
    HttpResponse<byte[]> answer = send(page(page));
    require(page, answer);
    long bytes = answer.body().length;
    HttpRequest plain =
        HttpRequest.newBuilder(farm.resolve(page)).header("Accept", "text/html").build();
    Matcher asset = ASSET.matcher(new String(send(plain).body(), StandardCharsets.UTF_8));
    int assets = 0;
    while (asset.find()) {
      HttpResponse<byte[]> file = send(page(asset.group(1)));
      require(asset.group(1), file);
      bytes += file.body().length;
      assets++;
    }
    if (assets == 0) {
      throw new CommandFailure("tried to find the assets of " + page + ", but it names none");
    }
    return bytes;
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private HttpRequest page(String path) {
    return HttpRequest.newBuilder(farm.resolve(path))
        .timeout(PATIENCE)
        .header("Accept", "text/html")
        .header("Accept-Encoding", "gzip")
        .build();
  }

  private static void require(String path, HttpResponse<byte[]> answer) {
    if (answer.statusCode() != 200) {
      throw new CommandFailure(
          "tried to read %s, but was answered with %d".formatted(path, answer.statusCode()));
    }
  }

  private HttpResponse<byte[]> send(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new CommandFailure("tried to read " + request.uri() + ", but could not", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("was interrupted while reading pages", e);
    }
  }
}
