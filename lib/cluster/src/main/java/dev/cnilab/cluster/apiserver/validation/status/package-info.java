/** What a status may say, where a check of a single field does not suffice. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.validation.status;
