package dev.cnilab.lab.course;

import dev.cnilab.lab.question.Question;
import java.util.List;

/** One step of the course. */
public interface Step {

  /** Two digits, as in the notebook's name. */
  String number();

  String title();

  /** Brings the cluster into the state the step starts from, whatever was done before. */
  void begin();

  /** What is true of the cluster when the step is done. */
  List<Expectation> expectations();

  /** What a repair may change besides; all else has to stay as {@code begin} left it. */
  default Leeway leeway() {
    return Leeway.NONE;
  }

  /** One right answer, as the code of a cell. */
  String solution();

  default List<Question> questions() {
    return List.of();
  }
}
