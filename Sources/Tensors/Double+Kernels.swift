internal import CKernels
internal import COpenBLAS

extension Double: TensorScalar {
  /// The kernels for `Double`.
  public static let kernels = Kernels<Double>(
    product: { operands in
      var raw = gradus_operands_f64(
        m: operands.m, n: operands.n, k: operands.k,
        a: operands.a, a_row: operands.aRow, a_column: operands.aColumn,
        b: operands.b, b_row: operands.bRow, b_column: operands.bColumn,
        c: operands.c, c_row: operands.cRow, packed_b: operands.packed,
        column_bias: operands.columnBias, row_bias: operands.rowBias,
        accumulate: operands.accumulates, relu: operands.relu)
      gradus_product_f64(&raw)
    },
    packedCount: gradus_packed_count_f64,
    pack: gradus_pack_f64,
    add: gradus_add_f64,
    subtract: gradus_subtract_f64,
    multiply: gradus_multiply_f64,
    divide: gradus_divide_f64,
    scaleAdd: gradus_scale_add_f64,
    fill: gradus_fill_f64,
    takeRows: gradus_take_rows_f64,
    giveRows: gradus_give_rows_f64,
    copyRows: gradus_copy_rows_f64,
    transpose: gradus_transpose_f64,
    relu: gradus_relu_f64,
    tanh: gradus_tanh_f64,
    sigmoid: gradus_sigmoid_f64,
    exp: gradus_exp_f64,
    reluBackward: gradus_relu_backward_f64,
    tanhBackward: gradus_tanh_backward_f64,
    sigmoidBackward: gradus_sigmoid_backward_f64,
    gelu: gradus_gelu_f64,
    sum: gradus_sum_f64,
    dot: gradus_dot_f64,
    columnSums: gradus_column_sums_f64,
    rowSums: gradus_row_sums_f64,
    softmax: gradus_softmax_f64,
    causalSoftmax: gradus_causal_softmax_f64,
    softmaxBackward: gradus_softmax_backward_f64,
    crossEntropy: gradus_cross_entropy_f64,
    layerNorm: gradus_layer_norm_f64,
    layerNormBackward: gradus_layer_norm_backward_f64,
    lstm: gradus_lstm_f64,
    lstmBackward: gradus_lstm_backward_f64,
    gru: gradus_gru_f64,
    gruBackward: gradus_gru_backward_f64,
    columns: gradus_columns_f64,
    columnsBackward: gradus_columns_backward_f64,
    maxPool: gradus_max_pool_f64,
    maxPoolBackward: gradus_max_pool_backward_f64,
    scratch: gradus_scratch_f64,
    sgd: gradus_sgd_f64,
    momentum: gradus_momentum_f64,
    adagrad: gradus_adagrad_f64,
    rmsprop: gradus_rmsprop_f64,
    adam: gradus_adam_f64,
    blas: gradus_blas_product_f64, solve: gradus_lapack_solve_f64, cholesky: gradus_lapack_cholesky_f64,
    svd: gradus_lapack_svd_f64)
}
