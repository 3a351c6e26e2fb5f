package dev.hearth.protocol.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;

/** Test results as bytes: how agents send them and dispatchers keep them. */
public final class TestResultsJson {
  /** In bytes. */
  public static final int LARGEST = 256 << 10;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private TestResultsJson() {}

  /**
   * No larger than {@link #LARGEST}: texts are cut, and at last failures left out, until it is so.
   */
  public static byte[] write(TestResults results) {
    TestResults fitting = results;
    byte[] bytes = bytes(fitting);
    while (bytes.length > LARGEST) {
      fitting = fitting.smaller();
      bytes = bytes(fitting);
    }
    return bytes;
  }

  /**
   * @throws IllegalArgumentException if that is no such record
   */
  public static TestResults read(byte[] bytes) {
    try {
      TestResults results = MAPPER.readValue(bytes, TestResults.class);
      if (results == null) {
        throw new IllegalArgumentException("these are no test results: null");
      }
      return results;
    } catch (IOException e) {
      throw new IllegalArgumentException("these are no test results", e);
    }
  }

  private static byte[] bytes(TestResults results) {
    try {
      return MAPPER.writeValueAsBytes(results);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record can always be written", e);
    }
  }
}
