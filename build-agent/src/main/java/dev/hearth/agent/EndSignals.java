package dev.hearth.agent;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGTERM and SIGINT as interrupts of a thread. A shutdown hook would not do: the machine runs
 * hooks once, and a second signal could not be told from the first. Reached by reflection, as the
 * compiler warns of every use of {@code sun.misc.Signal} and can't be told not to.
 */
final class EndSignals {
  private static final Logger log = LoggerFactory.getLogger(EndSignals.class);

  private EndSignals() {}

  /** Where a machine has no such signals they end the process as ever. */
  static void interrupt(Thread thread) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object interrupts =
          Proxy.newProxyInstance(
              EndSignals.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> answer(thread, proxy, method, arguments));
      Method handle = signal.getMethod("handle", signal, handler);
      for (String name : List.of("TERM", "INT")) {
        handle.invoke(null, signal.getConstructor(String.class).newInstance(name), interrupts);
      }
    } catch (ReflectiveOperationException e) {
      log.atWarn().setCause(e).log("signals can't be caught: they end this process at once");
    }
  }

  private static Object answer(Thread thread, Object proxy, Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "handle" -> {
        thread.interrupt();
        yield proxy;
      }
      case "equals" -> System.identityHashCode(proxy) == System.identityHashCode(arguments[0]);
      case "hashCode" -> System.identityHashCode(proxy);
      default -> "interrupts " + thread.getName();
    };
  }
}
