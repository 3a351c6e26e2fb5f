package dev.hearth.dispatcher.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.dispatcher.doctor.Diagnosis;
import dev.hearth.dispatcher.doctor.Doctor;
import dev.hearth.dispatcher.doctor.Violation;
import dev.hearth.dispatcher.http.Answer;
import dev.hearth.protocol.etcd.FarmKeys;
import java.time.Duration;

/** Looks whether the farm is sound. */
final class DoctorRoutes {
  private static final int PAUSE_SECONDS = 4;

  private final Doctor doctor;

  DoctorRoutes(ApiParts parts) {
    this.doctor = parts.doctor();
  }

  void mount(ApiOperations operations) {
    operations.on("examineFarm", this::examine);
  }

  private Answer examine(ApiRequest request) throws InterruptedException {
    Duration pause = Duration.ofSeconds(request.number("pause", PAUSE_SECONDS));
    return Answer.json(200, json(doctor.look(pause)));
  }

  private static ObjectNode json(Diagnosis diagnosis) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("at", diagnosis.at().toString());
    json.put("sound", diagnosis.violations().isEmpty());
    ArrayNode violations = json.putArray("violations");
    for (Violation one : diagnosis.violations()) {
      violations
          .addObject()
          .put("kind", one.kind())
          .put("subject", one.subject())
          .put("sentence", one.sentence());
    }
    ArrayNode notices = json.putArray("notices");
    diagnosis.notices().forEach(notices::add);
    json.put("builds", diagnosis.builds());
    ArrayNode agents = json.putArray("agents");
    diagnosis
        .agents()
        .forEach(agent ->
            agents
                .addObject()
                .put("name", agent.value().name().value())
                .put("identity", agent.value().identity()));
    ArrayNode attempts = json.putArray("attempts");
    diagnosis
        .tasks()
        .forEach(task ->
            attempts
                .addObject()
                .put("agent", FarmKeys.ownerOf(task.key()).value())
                .put("attempt", task.value().attempt().toString()));
    return json;
  }
}
