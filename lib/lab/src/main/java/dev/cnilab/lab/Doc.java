package dev.cnilab.lab;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What {@code help(…)} prints about a function, and its Javadoc. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Doc {

  /** What it does, in a sentence. */
  String value();

  /** A call to copy. */
  String example();

  /** The equivalent line of kubectl or shell; empty if there is none. */
  String kubectl() default "";
}
