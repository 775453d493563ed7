def f(x):
    try:
        try:
            x()
        except KeyError as e:
            return e
        finally:
            print('inner')
    except ValueError:
        raise TypeError from None
    else:
        print('else')
    finally:
        print('outer')
