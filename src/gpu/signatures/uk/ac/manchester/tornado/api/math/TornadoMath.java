package uk.ac.manchester.tornado.api.math;

/** Functions that kernels may call. */
public class TornadoMath {

  public TornadoMath() {}

  public static float exp(float value) {
    return (float) Math.exp(value);
  }

  public static float log(float value) {
    return (float) Math.log(value);
  }

  public static float sqrt(float value) {
    return (float) Math.sqrt(value);
  }

  public static float tanh(float value) {
    return (float) Math.tanh(value);
  }

  public static float abs(float value) {
    return Math.abs(value);
  }

  public static float pow(float a, float b) {
    return (float) Math.pow(a, b);
  }

  public static double exp(double value) {
    return Math.exp(value);
  }

  public static double log(double value) {
    return Math.log(value);
  }

  public static double sqrt(double value) {
    return Math.sqrt(value);
  }

  public static double tanh(double value) {
    return Math.tanh(value);
  }

  public static double abs(double value) {
    return Math.abs(value);
  }

  public static double pow(double a, double b) {
    return Math.pow(a, b);
  }
}
