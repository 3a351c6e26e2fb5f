package dev.hearth.protocol.etcd;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A guarded change: all of it, or nothing. Every change that the farm makes has compares that can't
 * hold twice, so that one that was not answered can be sent again without harm.
 */
public record Transaction(List<Comparison> comparisons, List<Operation> operations) {
  public Transaction {
    comparisons = List.copyOf(comparisons);
    operations = List.copyOf(operations);
  }

  public static Builder begin() {
    return new Builder();
  }

  /**
   * Gathers comparisons and operations; the order of neither matters. Whatever is put may throw
   * {@link RecordTooLargeException}.
   */
  public static final class Builder {
    private final List<Comparison> comparisons = new ArrayList<>();
    private final List<Operation> operations = new ArrayList<>();

    private Builder() {}

    public Builder ifAbsent(Key<?> key) {
      comparisons.add(new Comparison.Absent(key));
      return this;
    }

    public Builder ifPresent(Key<?> key) {
      comparisons.add(new Comparison.Present(key));
      return this;
    }

    /** If the record is still the one that was read. */
    public Builder ifUnchanged(Versioned<?> read) {
      comparisons.add(new Comparison.ModifiedAt(read.key(), read.modRevision()));
      return this;
    }

    public Builder ifModifiedAt(Key<?> key, long revision) {
      comparisons.add(new Comparison.ModifiedAt(key, revision));
      return this;
    }

    public Builder ifCreatedAt(Key<?> key, long revision) {
      comparisons.add(new Comparison.CreatedAt(key, revision));
      return this;
    }

    /** If the one who asks is still the leader that it was elected as. */
    public Builder ifLeader(Fence fence) {
      comparisons.add(new Comparison.CreatedAt(fence.leader(), fence.revision()));
      return this;
    }

    /** If the record is as it was read, or still absent. */
    public <T> Builder ifAsRead(Key<T> key, Optional<Versioned<T>> read) {
      return read.map(this::ifUnchanged).orElseGet(() -> ifAbsent(key));
    }

    public <T> Builder put(Key<T> key, T value) {
      return put(key, value, 0);
    }

    public <T> Builder put(Key<T> key, T value, long lease) {
      operations.add(new Operation.Put(key, Codec.encode(key, value), lease));
      return this;
    }

    /** Writes a new value over one that was read; fields this version does not know survive. */
    public <T> Builder rewrite(Versioned<T> read, T value) {
      operations.add(new Operation.Put(read.key(), Codec.rewrite(read, value), 0));
      return this;
    }

    /** A new value, over the one that was read where there was one. */
    public <T> Builder put(Key<T> key, Optional<Versioned<T>> read, T value) {
      return read.map(old -> rewrite(old, value)).orElseGet(() -> put(key, value));
    }

    public Builder delete(Key<?> key) {
      operations.add(new Operation.Delete(key));
      return this;
    }

    public Transaction end() {
      return new Transaction(comparisons, operations);
    }
  }
}
