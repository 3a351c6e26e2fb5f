package dev.hearth.dispatcher.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.quotas.Holder;
import dev.hearth.dispatcher.quotas.LiveQuotas;
import dev.hearth.dispatcher.quotas.Quota;
import dev.hearth.dispatcher.quotas.QuotaUse;
import org.jspecify.annotations.Nullable;

/** How many builds groups and users may have at once, and how many they have. */
final class QuotaRoutes {
  private final LiveQuotas quotas;
  private final QuotaOrders orders;

  QuotaRoutes(ApiParts parts) {
    this.quotas = parts.liveQuotas();
    this.orders = new QuotaOrders(parts);
  }

  void mount(ApiOperations operations) {
    operations.on("listQuotas", _ -> list());
    operations.on("setQuota", this::set);
    operations.on("removeQuota", this::remove);
    operations.on("readGroupQuota", request -> read(new Holder.Group(request.path("group"))));
    operations.on("readOwnQuota", request -> read(new Holder.User(request.by())));
  }

  private Answer list() {
    QuotaUse use = quotas.use();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    var all = json.putArray("quotas");
    use.quotas().all().forEach(quota -> all.add(json(quota, use)));
    return Answer.json(200, json);
  }

  private Answer read(Holder holder) {
    QuotaUse use = quotas.use(holder);
    return Answer.json(200, json(use.quotas().find(holder).orElseThrow(), use));
  }

  private Answer set(ApiRequest request) {
    Quota quota = new Quota(holder(request), bound(request, "running"), bound(request, "waiting"));
    orders.set(request.who(), request.request().from(), quota);
    return Answer.nothing(204);
  }

  private Answer remove(ApiRequest request) {
    orders.remove(request.who(), request.request().from(), holder(request));
    return Answer.nothing(204);
  }

  private static Holder holder(ApiRequest request) {
    return Holder.of(request.path("kind"), request.path("holder"));
  }

  private static @Nullable Integer bound(ApiRequest request, String field) {
    return request.body().hasNonNull(field) ? request.body().path(field).intValue() : null;
  }

  private static ObjectNode json(Quota quota, QuotaUse use) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("kind", quota.holder().kind())
            .put("name", quota.holder().name())
            .put("running", quota.running())
            .put("waiting", quota.waiting());
    json.putObject("use")
        .put("running", use.running(quota.holder()))
        .put("waiting", use.waiting(quota.holder()));
    return json;
  }
}
