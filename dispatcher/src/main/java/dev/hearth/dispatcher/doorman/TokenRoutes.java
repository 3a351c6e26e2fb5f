package dev.hearth.dispatcher.doorman;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.http.HttpFailure;
import dev.hearth.dispatcher.http.Request;
import dev.hearth.dispatcher.http.RouteTable;
import dev.hearth.dispatcher.http.Routes;
import dev.hearth.dispatcher.projects.Secret;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where the registry sends who has no token yet: Docker's Registry v2 token protocol, as {@code
 * GET} with user and password in the header, and as OAuth 2's {@code POST} of a form. Errors are in
 * the registry's own form, which its clients show. No refresh token is ever given: what a client
 * keeps is the access token that its owner made for it, and can revoke.
 */
public final class TokenRoutes implements Routes {
  private static final String PATH = "/registry/token";
  private static final int MOST_FORM = 64 * 1024;

  private final Doorman doorman;

  public TokenRoutes(Doorman doorman) {
    this.doorman = doorman;
  }

  @Override
  public void mount(RouteTable table) {
    table.add("GET", PATH, request -> answered(() -> get(request)));
    table.add("POST", PATH, request -> answered(() -> post(request)));
  }

  @FunctionalInterface
  private interface Answering {
    Answer answer() throws InterruptedException;
  }

  private static Answer answered(Answering answering) throws InterruptedException {
    try {
      return answering.answer().with("Cache-Control", "no-store");
    } catch (HttpFailure failure) {
      return error(failure);
    }
  }

  private Answer get(Request request) {
    requireService(request.query("service"));
    String header = request.header("Authorization").orElse("");
    Caller caller =
        header.isEmpty()
            ? doorman.callers().nobody()
            : BasicCredentials.of(header)
                .map(basic ->
                    doorman.callers().identify(basic.user(), basic.password(), request.from()))
                .orElseThrow(() ->
                    HttpFailure.unauthorized(
                        "tried to sign in to the registry, but the request's Authorization is not"
                            + " Basic with user and password"));
    return Answer.json(200, json(doorman.grant(caller, request.query("scope"))));
  }

  private Answer post(Request request) throws InterruptedException {
    Form form = Form.of(new String(request.body(MOST_FORM), StandardCharsets.UTF_8));
    requireService(form.all("service"));
    Caller caller =
        switch (form.one("grant_type")) {
          case "password" ->
              doorman
                  .callers()
                  .identify(form.one("username"), new Secret(form.one("password")), request.from());
          case "refresh_token" -> doorman.callers().identify(new Secret(form.one("refresh_token")));
          default ->
              throw new HttpFailure(
                  400,
                  "tried to sign in to the registry, but grant_type is neither password nor"
                      + " refresh_token");
        };
    Doorman.Granted granted = doorman.grant(caller, form.all("scope"));
    ObjectNode json = json(granted);
    json.put(
        "scope",
        granted.rights().stream().map(RepositoryRights::text).collect(Collectors.joining(" ")));
    return Answer.json(200, json);
  }

  private void requireService(List<String> asked) {
    if (!asked.equals(List.of(doorman.service()))) {
      throw new HttpFailure(
          400,
          "tried to give a token, but for the service %s only; see the registry's settings"
              .formatted(doorman.service()));
    }
  }

  private static ObjectNode json(Doorman.Granted granted) {
    RegistryTokens.Signed token = granted.token();
    return JsonNodeFactory.instance
        .objectNode()
        .put("token", token.text())
        .put("access_token", token.text())
        .put("expires_in", token.life().toSeconds())
        .put("issued_at", token.issuedAt().toString());
  }

  private static Answer error(HttpFailure failure) {
    String code =
        switch (failure.status()) {
          case 401 -> "UNAUTHORIZED";
          case 429 -> "TOOMANYREQUESTS";
          default -> "UNSUPPORTED";
        };
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putArray("errors").addObject().put("code", code).put("message", failure.getMessage());
    Answer answer = Answer.json(failure.status(), json);
    return failure.status() == 401
        ? answer.with("WWW-Authenticate", "Basic realm=\"Hearth\"")
        : answer;
  }
}
