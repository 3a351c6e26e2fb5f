package dev.hearth.dispatcher.console.charts;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/**
 * Bars over a scale that begins at nothing.
 *
 * @param title what is drawn, in words, for those who can't see it
 * @param marks of the scale, from below
 */
public record Bars(String title, List<Bar> bars, List<Mark> marks) {
  public static final int WIDTH = 720;
  public static final int HEIGHT = 180;

  /** What is left of the drawing for the marks' texts, and below for the bars'. */
  static final int LEFT = 52;

  static final int BOTTOM = 20;
  static final int TOP = 8;
  private static final int MOST_LABELS = 8;

  public Bars {
    bars = List.copyOf(bars);
    marks = List.copyOf(marks);
  }

  /**
   * What a bar stands for.
   *
   * @param parts from below; their kinds say how they are drawn
   * @param label below it
   * @param text what it says when asked
   */
  public record Value(List<Part> parts, String label, String text) {
    public Value {
      parts = List.copyOf(parts);
    }

    double sum() {
      return parts.stream().mapToDouble(Part::amount).sum();
    }
  }

  /** A part of a bar. */
  public record Part(String kind, double amount) {}

  /** A bar as it is drawn. */
  public record Bar(
      String x, String width, String middle, List<Box> boxes, String label, String text) {
    public Bar {
      boxes = List.copyOf(boxes);
    }
  }

  /** A part of a bar as it is drawn. */
  public record Box(String kind, String y, String height) {}

  /** A mark of the scale. */
  public record Mark(String y, String text) {}

  /**
   * @param step the distance of two marks, for the largest value
   * @param text what a mark says
   */
  public static Bars of(
      String title, List<Value> values, DoubleFunction<Double> step, DoubleFunction<String> text) {
    double largest = values.stream().mapToDouble(Value::sum).max().orElse(0);
    double distance = step.apply(largest);
    int steps = Math.max(1, (int) Math.ceil(largest / distance));
    double unit = (HEIGHT - TOP - BOTTOM) / (steps * distance);
    List<Mark> marks = new ArrayList<>();
    for (int i = 0; i <= steps; i++) {
      marks.add(new Mark(number(ground() - i * distance * unit), text.apply(i * distance)));
    }
    List<Bar> bars = new ArrayList<>();
    double each = (double) (WIDTH - LEFT) / Math.max(1, values.size());
    int every = Math.max(1, Math.ceilDiv(values.size(), MOST_LABELS));
    for (int i = 0; i < values.size(); i++) {
      Value value = values.get(i);
      double width = Math.min(40, each * 0.72);
      double x = LEFT + i * each + (each - width) / 2;
      String label = i % every == 0 ? value.label() : "";
      bars.add(
          new Bar(
              number(x),
              number(width),
              number(x + width / 2),
              boxes(value, unit),
              label,
              value.text()));
    }
    return new Bars(title, bars, marks);
  }

  /** Of how many things: whole numbers only. */
  public static Bars ofCounts(String title, List<Value> values) {
    return of(
        title, values, Steps::ofCounts, amount -> String.format(Locale.ROOT, "%,.0f", amount));
  }

  private static List<Box> boxes(Value value, double unit) {
    List<Box> boxes = new ArrayList<>();
    double y = ground();
    for (Part part : value.parts()) {
      if (part.amount() > 0) {
        // What is next to nothing is still seen.
        double height = Math.max(1.5, part.amount() * unit);
        y -= height;
        boxes.add(new Box(part.kind(), number(y), number(height)));
      }
    }
    return boxes;
  }

  private static double ground() {
    return HEIGHT - BOTTOM;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
