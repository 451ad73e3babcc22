/**
 * What a notebook imports: {@link dev.cnilab.lab.Lab}, with the functions of the course. It is a
 * client of the Kubernetes API and cannot tell an embedded cluster from a real one.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab;
