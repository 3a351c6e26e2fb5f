package dev.hearth.dispatcher.console.frame;

import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.http.HttpFailure;
import dev.hearth.dispatcher.http.Request;
import dev.hearth.dispatcher.http.RouteTable;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The scripts, the style and the icon. Their addresses carry a hash of all of them, so that
 * browsers keep them for good, and modules find each other beside themselves.
 */
public final class Assets {
  private static final String HTMX = "/META-INF/resources/webjars/htmx.org/2.0.4/dist/htmx.min.js";
  private static final Map<String, String> FILES =
      Map.ofEntries(
          Map.entry("htmx.js", HTMX),
          own("console.css"),
          own("console.js"),
          own("times.js"),
          own("live.js"),
          own("keys.js"),
          own("copy.js"),
          own("log.js"),
          own("loglines.js"),
          own("logline.js"),
          own("folds.js"),
          own("ansi.js"),
          own("favicon.svg"));
  private static final Assets INSTANCE = new Assets();

  private final Map<String, Asset> all = new LinkedHashMap<>();
  private final String hash;

  private record Asset(String type, Buffer plain, Buffer zipped) {}

  private Assets() {
    try {
      MessageDigest sum = MessageDigest.getInstance("SHA-256");
      for (String name : FILES.keySet().stream().sorted().toList()) {
        byte[] bytes = read(FILES.getOrDefault(name, name));
        sum.update(bytes);
        all.put(
            name, new Asset(type(name), Buffer.buffer(bytes), Buffer.buffer(Zipped.zip(bytes))));
      }
      hash = HexFormat.of().formatHex(sum.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map.Entry<String, String> own(String name) {
    return Map.entry(name, "/console/assets/" + name);
  }

  /** The address of an asset. */
  static String address(String name) {
    if (!INSTANCE.all.containsKey(name)) {
      throw new IllegalArgumentException("the console has no asset " + name);
    }
    return "/assets/" + INSTANCE.hash + "/" + name;
  }

  static void mount(RouteTable table) {
    table.add(
        "GET",
        "/assets/{hash}/{name}",
        request -> {
          request.skipBody(PageTable.MOST_UNWANTED);
          return INSTANCE.answer(request);
        });
  }

  /**
   * A page of another version, whose dispatcher is gone, is served what is here, and keeps it not.
   */
  private Answer answer(Request request) {
    Asset asset = all.get(request.path("name"));
    if (asset == null) {
      throw new HttpFailure(404, "tried to find a part of a page, but there is none of this name");
    }
    boolean same = request.path("hash").equals(hash);
    boolean zips = Zipped.accepts(request);
    Answer answer =
        new Answer(
                200,
                Map.of("Content-Type", asset.type()),
                new Answer.Whole(zips ? asset.zipped() : asset.plain()))
            .with("Vary", "Accept-Encoding")
            .with("Cache-Control", same ? "public, max-age=31536000, immutable" : "no-cache");
    return zips ? answer.with("Content-Encoding", "gzip") : answer;
  }

  private static String type(String name) {
    return switch (name.substring(name.lastIndexOf('.'))) {
      case ".js" -> "text/javascript; charset=utf-8";
      case ".css" -> "text/css; charset=utf-8";
      case ".svg" -> "image/svg+xml";
      default -> throw new IllegalArgumentException("no type is known for " + name);
    };
  }

  private static byte[] read(String resource) throws IOException {
    try (InputStream in = Assets.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is missing from the program");
      }
      return in.readAllBytes();
    }
  }
}
