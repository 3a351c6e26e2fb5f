package dev.hearth.agent.pipeline;

import dev.hearth.agent.StageFailure;
import dev.hearth.agent.attempts.AttemptNotes;
import dev.hearth.agent.attempts.Notebook;
import dev.hearth.agent.compile.ContainerMemory;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/** What is known of an attempt's compile container, in the attempt's notes. */
record NotedContainer(Notebook notebook) implements ContainerMemory {
  @Override
  public OptionalLong diskBefore() {
    AttemptNotes.Container noted = notebook.notes().container();
    return noted == null || noted.diskBefore() == null
        ? OptionalLong.empty()
        : OptionalLong.of(noted.diskBefore());
  }

  @Override
  public void keepDiskBefore(long bytes) {
    change(container -> container.withDiskBefore(bytes));
  }

  @Override
  public void keepFailure(StageFailure failure) {
    change(container ->
        container.withFailure(
            new AttemptNotes.Failure(failure.kind(), failure.lost(), failure.sentence())));
  }

  private void change(UnaryOperator<AttemptNotes.Container> change) {
    notebook.note(notes ->
        notes.container() == null ? notes : notes.compilingIn(change.apply(notes.container())));
  }
}
