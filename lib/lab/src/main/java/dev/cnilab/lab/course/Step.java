package dev.cnilab.lab.course;

import dev.cnilab.lab.question.Question;
import java.util.List;

/** One step of the course. */
public interface Step {

  /** Two digits, as in the notebook's file name. */
  String number();

  String title();

  /** Brings the cluster into the step's starting state, whatever its state before. */
  void begin();

  /** What must be true of the cluster when the step is done. */
  List<Expectation> expectations();

  /** What a repair may change in addition; everything else must stay as {@code begin} left it. */
  default Leeway leeway() {
    return Leeway.NONE;
  }

  /** A correct answer, as the code of a cell. */
  String solution();

  default List<Question> questions() {
    return List.of();
  }
}
