package dev.hearth.dispatcher.console.farm;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.api.ApiParts;
import dev.hearth.dispatcher.api.QuotaOrders;
import dev.hearth.dispatcher.api.Things;
import dev.hearth.dispatcher.console.frame.Form;
import dev.hearth.dispatcher.console.frame.PageTable;
import dev.hearth.dispatcher.console.frame.Section;
import dev.hearth.dispatcher.console.frame.Templates;
import dev.hearth.dispatcher.console.frame.Visit;
import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.http.Failure;
import dev.hearth.dispatcher.people.Permission;
import dev.hearth.dispatcher.quotas.Holder;
import dev.hearth.dispatcher.quotas.LiveQuotas;
import dev.hearth.dispatcher.quotas.Quota;
import dev.hearth.dispatcher.quotas.QuotaUse;
import org.jspecify.annotations.Nullable;

/** Where those who run the farm say how many builds groups and users may have at once. */
public final class QuotaPages {
  private static final String ADDRESS = "/farm/quotas";

  private final LiveQuotas quotas;
  private final QuotaOrders orders;
  private final Things things;

  public QuotaPages(ApiParts parts, Things things) {
    this.quotas = parts.liveQuotas();
    this.orders = new QuotaOrders(parts);
    this.things = things;
  }

  /** Enters the pages. */
  public void mount(PageTable table) {
    table.page(ADDRESS, visit -> page(visit, 200, ""));
    table.act(ADDRESS, (visit, form) -> set(visit, form, form.raw("kind"), form.raw("name")));
    table.act(
        ADDRESS + "/{kind}/{holder}",
        (visit, form) -> set(visit, form, visit.path("kind"), visit.path("holder")));
    table.act(ADDRESS + "/{kind}/{holder}/remove", (visit, _) -> remove(visit));
  }

  private Answer page(Visit visit, int status, String problem) {
    require(visit);
    QuotaUse use = quotas.use();
    return Templates.page(
        status,
        "farm/quotas",
        new QuotasPage(
            visit.frame(visit.t("quotas.title"), Section.FARM),
            use.quotas().all().stream().map(quota -> QuotasPage.Row.of(quota, use)).toList(),
            problem));
  }

  private Answer set(Visit visit, Form form, String kind, String name) {
    require(visit);
    try {
      Quota quota =
          new Quota(Holder.of(kind, name.strip()), bound(form, "running"), bound(form, "waiting"));
      orders.set(visit.who(), visit.request().from(), quota);
      return Visit.to(ADDRESS);
    } catch (RefusedException refused) {
      Failure failure = Failure.of(refused, visit.request().id());
      return page(visit, failure.status(), failure.sentence());
    }
  }

  private Answer remove(Visit visit) {
    require(visit);
    Holder holder = Holder.of(visit.path("kind"), visit.path("holder"));
    orders.remove(visit.who(), visit.request().from(), holder);
    return Visit.to(ADDRESS);
  }

  private void require(Visit visit) {
    things.requireOnFarm(visit.who(), Permission.RUN_FARM);
  }

  private static @Nullable Integer bound(Form form, String field) {
    String typed = form.field(field).orElse("");
    if (typed.isEmpty()) {
      return null;
    }
    if (!typed.matches("[0-9]{1,7}")) {
      throw RefusedException.invalid(
          "tried to set a quota, but a quota is a number of builds, 0 for none, empty for no bound");
    }
    return Integer.valueOf(typed);
  }
}
